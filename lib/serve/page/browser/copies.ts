/** Gives whatever is to be copied a button for it, where browsers let pages copy. */
export function offerCopies(): void {
  // Absent where the page came over plain HTTP from another host: w3c.github.io/clipboard-apis, `SecureContext`.
  if (navigator.clipboard === undefined) return;
  for (const code of document.querySelectorAll('[data-copy]')) {
    if (code.nextElementSibling?.matches('button.copy')) continue;
    code.after(' ', copyButton(code.textContent));
  }
}

function copyButton(text: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'copy';
  button.addEventListener('click', () => {
    void navigator.clipboard.writeText(text).then(
      () => say(button, 'copied'),
      () => say(button, 'not allowed'),
    );
  });
  return button;
}

function say(button: HTMLButtonElement, words: string): void {
  button.textContent = words;
  setTimeout(() => {
    button.textContent = 'copy';
  }, 2000);
}
