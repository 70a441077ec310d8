type Environment = Readonly<Record<string, string | undefined>>;

/** git(1) and git-receive-pack(1): they name a repository, and are set where git runs a hook, which may have started us. */
const OF_ANOTHER_REPOSITORY: ReadonlySet<string> = new Set([
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_DIR',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
  'GIT_WORK_TREE',
]);

/** By these somebody has settled how ssh is called, or who answers it. */
const SSH_IS_SETTLED = ['GIT_SSH_COMMAND', 'GIT_SSH', 'SSH_ASKPASS'] as const;

/** English, as failures are known by their words; no prompts, as nobody is there to answer. */
const UNATTENDED: Environment = { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };

/**
 * What git is to run with so that it works on the repository it is told and asks nobody, except by
 * the programs that are set in `env` for that.
 */
export function gitEnvironment(env: Environment): Environment {
  const kept = Object.entries(env).filter(([name]) => !OF_ANOTHER_REPOSITORY.has(name));
  return { ...Object.fromEntries(kept), ...UNATTENDED };
}

/** Has ssh fail where it would ask, if neither `env` nor the configuration (`core.sshCommand`) says how ssh is called. */
export function unattendedSsh(env: Environment, isConfigured: boolean): Environment {
  const isSettled = isConfigured || SSH_IS_SETTLED.some((name) => env[name] !== undefined);
  // GIT_SSH_COMMAND would win over the configuration.
  return isSettled ? {} : { GIT_SSH_COMMAND: 'ssh -o BatchMode=yes' };
}
