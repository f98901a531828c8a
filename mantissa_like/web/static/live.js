// Follows the store of this page: by WebSocket, and where that fails by Server-Sent Events.
//
// What is new comes as an event "live" of the document, whose detail has the revision and perhaps changes. The
// parts of the page that have an attribute data-live are then shown anew, the rest of it is left alone.

const mark = document.querySelector("[data-revision]");
const here = location.pathname + location.search;
const LONGEST_WAIT = 30000;
const ENDED = 4001;

let revision = Number(mark.dataset.revision);
let wait = 500;
let failures = 0;
let isFetching = false;
// Whether what is shown is older than what was heard of.
let isStale = false;

function address() {
  return `/live?url=${encodeURIComponent(here)}&since=${revision}`;
}

function connect() {
  // A proxy that knows no WebSocket lets none open.
  if (failures >= 2 || !("WebSocket" in window)) {
    listen();
    return;
  }
  const socket = new WebSocket(address());
  let wasOpen = false;
  socket.onopen = () => {
    wasOpen = true;
    isConnected();
  };
  socket.onmessage = (event) => tell(JSON.parse(event.data));
  socket.onclose = (event) => {
    failures = wasOpen ? 0 : failures + 1;
    if (event.code === ENDED) end();
    else setTimeout(connect, later());
  };
}

function listen() {
  const source = new EventSource(address());
  source.onopen = isConnected;
  source.onmessage = (event) => tell(JSON.parse(event.data));
  source.addEventListener("end", () => {
    source.close();
    end();
  });
  source.onerror = () => {
    // The browser connects again by itself, unless it was refused.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, later());
  };
}

function isConnected() {
  wait = 500;
  document.documentElement.dataset.live = "connected";
  if (isStale) refresh();
}

// Not all at the same moment after the server was away.
function later() {
  document.documentElement.dataset.live = "waiting";
  wait = Math.min(wait * 2, LONGEST_WAIT);
  return wait * (0.5 + Math.random() / 2);
}

function end() {
  document.documentElement.dataset.live = "ended";
}

function tell(news) {
  revision = news.revision;
  document.dispatchEvent(new CustomEvent("live", { detail: news }));
  if (document.querySelector("[data-live]:not(html)")) refresh();
}

async function refresh() {
  isStale = true;
  if (isFetching) return;
  isFetching = true;
  try {
    do {
      const asked = revision;
      const response = await fetch(here, { headers: { Accept: "text/html" } });
      if (!response.ok || response.redirected) break;
      show(new DOMParser().parseFromString(await response.text(), "text/html"));
      isStale = asked !== revision;
    } while (isStale);
  } catch {
    // With the next change, or connection, it is tried again.
  } finally {
    isFetching = false;
  }
}

function show(fresh) {
  for (const part of document.querySelectorAll("[data-live]:not(html)")) {
    const name = CSS.escape(part.dataset.live);
    const other = fresh.querySelector(`[data-live="${name}"]:not(html)`);
    if (other && !other.isEqualNode(part)) keepingFocus(() => renew(part, other));
  }
}

// Makes the content of one element that of another, keeping every node that is in both: so what has the focus,
// what was typed and where the window stands stay as they are.
function renew(old, fresh) {
  let next = old.firstChild;
  for (const node of [...fresh.childNodes]) {
    const known = counterpart(old, next, node);
    if (known === null) {
      old.insertBefore(document.importNode(node, true), next);
      continue;
    }
    if (known === next) next = next.nextSibling;
    else old.insertBefore(known, next);
    if (known.isEqualNode(node)) continue;
    if (known.nodeType !== Node.ELEMENT_NODE) known.nodeValue = node.nodeValue;
    else if (!isInUse(known)) {
      copyAttributes(known, node);
      renew(known, node);
    }
  }
  while (next !== null) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

function counterpart(old, next, node) {
  if (node.id) return old.querySelector(`:scope > #${CSS.escape(node.id)}`);
  const isSame = next !== null && next.nodeName === node.nodeName && !next.id;
  return isSame ? next : null;
}

// A field is its user's while they are in it or have changed something.
function isInUse(element) {
  if (!element.matches("input, textarea, select")) return false;
  if (element === document.activeElement) return true;
  if (element.matches("select")) return false;
  return element.value !== element.defaultValue || element.checked !== element.defaultChecked;
}

function copyAttributes(element, other) {
  for (const { name } of [...element.attributes]) {
    if (!other.hasAttribute(name)) element.removeAttribute(name);
  }
  for (const { name, value } of other.attributes) element.setAttribute(name, value);
}

function keepingFocus(change) {
  const focused = document.activeElement;
  change();
  if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
}

connect();
