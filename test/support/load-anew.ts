let loads = 0;

/** Runs a module of its own once more, as Lambda does where it starts a function; what that imports stays loaded. */
export async function loadAnew<Module>(module: URL): Promise<Module> {
  loads += 1;
  return await import(`${module.href}?load=${loads}`);
}
