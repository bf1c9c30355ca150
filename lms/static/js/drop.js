/* A file may be dropped anywhere on [data-drop]; it is chosen in the box inside and sent. A box that
   is `multiple` takes several, up to its data-files (in the words of its data-many).
   Larger than data-most bytes, a file is refused here, in the words of data-large: nobody waits
   for an upload that the server cuts off. */

for (const area of document.querySelectorAll("[data-drop]")) {
  const box = area.querySelector('input[type="file"]');
  const over = (event, is) => {
    event.preventDefault();
    area.classList.toggle("is-over", is);
  };
  const measure = () => {
    const large = [...box.files].some((file) => file.size > Number(area.dataset.most));
    const many = box.files.length > Number(box.dataset.files ?? Infinity);
    box.setCustomValidity(large ? area.dataset.large : many ? box.dataset.many : "");
    if (large || many) box.reportValidity();
  };
  box.addEventListener("change", measure);
  area.addEventListener("dragover", (event) => over(event, true));
  area.addEventListener("dragleave", (event) => over(event, false));
  area.addEventListener("drop", (event) => {
    over(event, false);
    const count = event.dataTransfer.files.length;
    if (!count || (count > 1 && !box.multiple)) return;
    box.files = event.dataTransfer.files;
    measure();
    box.form.requestSubmit();
  });
}
