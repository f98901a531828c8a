// Uploading with progress, also by dropping files on the form. Without this, the form is sent as forms are.

const area = document.querySelector(".adding");
const form = area?.querySelector('form[enctype="multipart/form-data"]');
const input = form?.querySelector('input[type="file"]');

function say(text) {
  form.querySelector("progress")?.remove();
  form.querySelector(".problem")?.remove();
  const note = document.createElement("p");
  note.className = "problem";
  note.setAttribute("role", "alert");
  note.textContent = text;
  form.prepend(note);
}

function send(files) {
  // One upload at a time.
  if (form.querySelector("progress")) return;
  form.querySelector(".problem")?.remove();
  const body = new FormData(form);
  body.delete(input.name);
  for (const file of files) body.append(input.name, file);
  const progress = document.createElement("progress");
  progress.max = 1;
  progress.value = 0;
  progress.setAttribute("aria-label", "Upload");
  form.append(progress);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => {
    if (request.status < 300) location.reload();
    else say(request.response?.detail ?? "The upload failed. Please try again.");
  });
  request.addEventListener("error", () => say("The upload was cut off. Please try again."));
  request.send(body);
}

if (input) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(input.files);
  });
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => {
      event.preventDefault();
      area.classList.add("over");
    });
  }
  area.addEventListener("dragleave", () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    area.classList.remove("over");
    if (event.dataTransfer.files.length) send(event.dataTransfer.files);
  });
}
