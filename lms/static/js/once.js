/* A form whose work takes a while is sent once, and says so in its button:
   <form data-once="กำลังบันทึก …">. A page that the browser kept comes back as it was. */

for (const form of document.querySelectorAll("form[data-once]")) {
  const words = form.querySelector("button.btn > span");
  const usual = words.textContent;
  let sent = false;
  const show = (is) => {
    sent = is;
    words.textContent = is ? form.dataset.once : usual;
    words.parentElement.setAttribute("aria-disabled", is);
    form.setAttribute("aria-busy", is);
  };
  words.setAttribute("aria-live", "polite");
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    else show(true);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) show(false);
  });
}
