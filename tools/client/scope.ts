type Undo = () => Promise<unknown>;

/** Registers what has to be undone at the end, in the opposite order. */
export type Defer = (undo: Undo) => void;

/**
 * Runs `work` and undoes at its end what it deferred: when it returns, when it throws, and when somebody presses Ctrl-C. A bank or a database
 * that was started for a moment must not outlive the command.
 */
export const scoped = async <T>(work: (defer: Defer) => Promise<T>): Promise<T> => {
  const undos: Undo[] = [];
  let ending: Promise<void> | null = null;
  const end = (): Promise<void> => {
    ending ??= (async () => {
      for (const undo of undos.reverse()) {
        await undo().catch((error: unknown) => process.stderr.write(`While cleaning up: ${String(error)}\n`));
      }
    })();
    return ending;
  };
  const interrupted = (): void => void end().then(() => process.exit(130));
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  try {
    return await work((undo) => undos.push(undo));
  } finally {
    await end();
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
};
