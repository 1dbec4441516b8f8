import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { asSaved, Store } from './Store';

const FORMAT = 1;

/** Keeps the store in one file. A file is replaced as a whole, so a crash leaves the old one. */
export class StateFile {
  private savedVersion = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly path: string,
    private readonly store: Store,
    everyMs = 2_000,
  ) {
    this.timer = setInterval(() => this.save(), everyMs);
    this.timer.unref();
  }

  static load(path: string): Store {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return new Store();
      }
      throw error;
    }
    let content: { format?: number; tables?: unknown };
    try {
      content = JSON.parse(text);
    } catch {
      throw new Error(`The state file ${path} is not JSON.`);
    }
    if (content.format !== FORMAT) {
      throw new Error(
        `The state file ${path} is not of format ${FORMAT}: remove it to start empty.`,
      );
    }
    return Store.fromJSON(asSaved(content.tables));
  }

  save(): void {
    const version = this.store.changeCount;
    if (version === this.savedVersion) {
      return;
    }
    const next = `${this.path}.next`;
    writeFileSync(
      next,
      JSON.stringify({ format: FORMAT, tables: this.store }),
      { mode: 0o600 },
    );
    renameSync(next, this.path);
    this.savedVersion = version;
  }

  close(): void {
    clearInterval(this.timer);
    this.save();
  }
}
