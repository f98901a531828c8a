/*
 * Uploading with progress, also by dropping files on the form. Without this, the form is sent as forms are.
 */

const area = document.querySelector(".adding");
const form = area?.querySelector('form[enctype="multipart/form-data"]');
const input = form?.querySelector('input[type="file"]');

function send(files) {
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
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) {
      location.assign(request.responseURL || location.href);
    } else {
      // The page that came says what is wrong.
      document.documentElement.replaceWith(
        new DOMParser().parseFromString(request.responseText, "text/html").documentElement,
      );
    }
  });
  request.addEventListener("error", () => {
    progress.remove();
    const note = document.createElement("p");
    note.className = "problem";
    note.setAttribute("role", "alert");
    note.textContent = "The upload was cut off. Please try again.";
    form.prepend(note);
  });
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
