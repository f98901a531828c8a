// Writes moments in the language and the time zone of the browser; in UTC they are shown to who points at them.

const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

function write() {
  // A day is the same everywhere, so it has no T in it.
  for (const time of document.querySelectorAll('time[datetime*="T"]')) {
    const shown = format.format(new Date(time.dateTime));
    if (time.textContent === shown) continue;
    time.title = time.textContent;
    time.textContent = shown;
  }
}

write();
// Live pages get new moments, and old ones anew.
new MutationObserver(write).observe(document.body, { childList: true, characterData: true, subtree: true });
