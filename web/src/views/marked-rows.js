/** What is meant in a chart is marked in the tables beside it, and the other way round. */

/** @param {HTMLElement} place holds charts and tables whose rows have the names of the charts' places */
export function markRows(place) {
  place.addEventListener("spot", (event) => {
    const name = /** @type {CustomEvent<string | undefined>} */ (event).detail;
    for (const row of place.querySelectorAll("tbody tr"))
      row.classList.toggle("marked", name !== undefined && row.firstElementChild?.textContent === name);
  });
  place.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || !(event.target instanceof Element)) return;
    const row = event.target.closest("tbody tr");
    if (!row && event.target.closest(".chart-reader")) return;
    for (const reader of place.querySelectorAll(".chart-reader"))
      reader.dispatchEvent(new CustomEvent("row", { detail: row?.firstElementChild?.textContent }));
  });
}
