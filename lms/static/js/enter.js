/* A box for one line or many: Enter sends a single line, as in any search box; Shift+Enter, or a list
   that was pasted, makes further lines. */

for (const box of document.querySelectorAll("[data-enter-sends]")) {
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (box.value.trim().includes("\n")) return;
    event.preventDefault();
    box.form.requestSubmit();
  });
}
