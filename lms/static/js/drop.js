/* A file may be dropped anywhere on [data-drop]; it is chosen in the box inside and sent. */

for (const area of document.querySelectorAll("[data-drop]")) {
  const box = area.querySelector('input[type="file"]');
  const over = (event, is) => {
    event.preventDefault();
    area.classList.toggle("is-over", is);
  };
  area.addEventListener("dragover", (event) => over(event, true));
  area.addEventListener("dragleave", (event) => over(event, false));
  area.addEventListener("drop", (event) => {
    over(event, false);
    if (event.dataTransfer.files.length !== 1) return;
    box.files = event.dataTransfer.files;
    box.form.requestSubmit();
  });
}
