// While something is done: loads the page again every second, for as long as it is looked at.
const again = () => {
  if (document.hidden) {
    document.addEventListener("visibilitychange", again, { once: true });
  } else {
    location.reload();
  }
};
setTimeout(again, 1000);
