/* A file may be dropped anywhere on [data-drop]; it is chosen in the box inside and sent.
   Larger than data-most bytes, it is refused here, in the words of data-large: nobody waits
   for an upload that the server cuts off. */

for (const area of document.querySelectorAll("[data-drop]")) {
  const box = area.querySelector('input[type="file"]');
  const over = (event, is) => {
    event.preventDefault();
    area.classList.toggle("is-over", is);
  };
  const measure = () => {
    const large = box.files[0]?.size > Number(area.dataset.most);
    box.setCustomValidity(large ? area.dataset.large : "");
    if (large) box.reportValidity();
  };
  box.addEventListener("change", measure);
  area.addEventListener("dragover", (event) => over(event, true));
  area.addEventListener("dragleave", (event) => over(event, false));
  area.addEventListener("drop", (event) => {
    over(event, false);
    if (event.dataTransfer.files.length !== 1) return;
    box.files = event.dataTransfer.files;
    measure();
    box.form.requestSubmit();
  });
}
