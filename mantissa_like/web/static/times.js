// Writes moments in the language and the time zone of the browser. Who points at one sees it in UTC, to the second.

const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

function write() {
  // A day is the same everywhere, so it has no T in it.
  for (const time of document.querySelectorAll('time[datetime*="T"]')) {
    const shown = format.format(new Date(time.dateTime));
    if (time.textContent === shown) continue;
    time.title = time.dateTime.replace("T", " ").replace("Z", " UTC");
    time.textContent = shown;
  }
}

write();
// Live pages get new moments, and old ones anew.
new MutationObserver(write).observe(document.body, { childList: true, characterData: true, subtree: true });
