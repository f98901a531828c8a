// Passkeys: asks the browser to make one or to use one, and sends what it answers. Without this, or in a browser
// that can't, pages say so and the password does.

const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (list) => (list || []).map((each) => ({ ...each, id: decode(each.id) }));

async function send(form, url, fields) {
  const token = form.querySelector("[name=csrfToken]").value;
  const response = await fetch(url, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRF-Token": token },
    body: JSON.stringify(fields),
  }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (!response?.ok || !answer) throw new Error(answer?.detail ?? "The site can’t be reached. Please try again.");
  return answer;
}

async function add(form) {
  const url = form.getAttribute("action");
  const options = await send(form, url, { act: "begin" });
  const key = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: decode(options.challenge),
      user: { ...options.user, id: decode(options.user.id) },
      excludeCredentials: described(options.excludeCredentials),
    },
  });
  const credential = JSON.stringify({
    id: key.id,
    rawId: encode(key.rawId),
    type: key.type,
    response: {
      clientDataJSON: encode(key.response.clientDataJSON),
      attestationObject: encode(key.response.attestationObject),
    },
  });
  await send(form, url, { act: "add", name: form.elements.name.value, credential });
  location.assign(url);
}

async function use(form, url) {
  const options = await send(form, url, { act: "begin" });
  const key = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: decode(options.challenge),
      allowCredentials: described(options.allowCredentials),
    },
  });
  const credential = JSON.stringify({
    id: key.id,
    rawId: encode(key.rawId),
    type: key.type,
    response: {
      clientDataJSON: encode(key.response.clientDataJSON),
      authenticatorData: encode(key.response.authenticatorData),
      signature: encode(key.response.signature),
      userHandle: key.response.userHandle && encode(key.response.userHandle),
    },
  });
  const answer = await send(form, url, { act: "finish", credential, then: form.elements.then.value });
  location.assign(answer.url);
}

// What browsers say in words of their own, by the names of the errors.
const REASONS = {
  InvalidStateError: "This device already has a passkey for this account.",
  NotAllowedError: "The passkey was not used. Please try again.",
};

async function attempt(place, work) {
  const problem = place.querySelector("[role=alert]");
  problem.hidden = true;
  try {
    await work();
  } catch (e) {
    problem.textContent = REASONS[e.name] ?? e.message;
    problem.hidden = false;
  }
}

if (window.PublicKeyCredential) {
  for (const place of document.querySelectorAll("[data-passkeys]")) {
    const kind = place.dataset.passkeys;
    place.hidden = kind === "impossible";
    if (kind === "add") {
      const form = place.querySelector("form");
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        attempt(place, () => add(form));
      });
    }
    if (kind === "use") {
      const form = document.querySelector("main form");
      place.querySelector("button").addEventListener("click", () => attempt(place, () => use(form, place.dataset.url)));
    }
  }
}
