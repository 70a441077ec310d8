import { HUB_SECRET } from './cloud-stack.ts';
import type { Stage } from './stage.ts';

/** Has docker.io want a password from now on that the secret holds. */
export async function logInAtHub(stage: Stage, password: string): Promise<void> {
  const { registries, services } = stage.cloud.parts;
  const { storage } = registries.at('docker.io');
  const login = { username: 'robot', password };
  await registries.renew('docker.io', { storage, authentication: { kind: 'basic', ...login } });
  services.secretsManager.secrets.set(HUB_SECRET, JSON.stringify(login));
}
