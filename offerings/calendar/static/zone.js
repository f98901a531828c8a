// Offers the time zone of the browser where the calendar shows the times of another one.

const offer = document.querySelector(".zone-offer");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (offer && here && here !== offer.dataset.zone) {
  offer.querySelector("input[name=timeZone]").value = here;
  offer.querySelector(".zone").textContent = here.replaceAll("_", " ");
  offer.hidden = false;
}
