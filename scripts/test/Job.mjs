import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../lib/toolchain.mjs';
import { excerpt } from './counts.mjs';
import { start } from './processes.mjs';

/** A part of a phase did not hold: its message is what the person at the terminal gets to see. */
export class Failure extends Error {}

/** One phase at work: what it may start, and what goes away with it, whatever happens. */
export class Job {
  #cleanups = [];
  #over = false;
  #began = Date.now();

  /**
   * @param name the phase, which names its log file
   * @param toolchain what ensureToolchain answered
   * @param options `install`: whether missing programs may be installed; `realLiteLLM`: the program that starts one, if any;
   *   `folder`: where logs and reports are kept
   */
  constructor(name, toolchain, options) {
    this.name = name;
    this.toolchain = toolchain;
    this.install = options.install;
    this.realLiteLLM = options.realLiteLLM;
    this.folder = options.folder;
    this.log = join(options.folder, `${name}.log`);
    this.env = { ...withoutPortalSettings(toolchain.env), CI: 'true' };
    writeFileSync(this.log, '');
  }

  /** Starts a program that stays; it is stopped when the phase ends, at the latest. */
  start(command, args, { env, ...options } = {}) {
    // A phase that was stopped half-way runs on to its next program: here it ends.
    if (this.#over) throw new Failure('Stopped.');
    const seconds = Math.round((Date.now() - this.#began) / 1000);
    appendFileSync(
      this.log,
      `\n# after ${seconds} s: ${[command, ...args].join(' ')}\n`,
    );
    const started = start(command, args, {
      cwd: root,
      log: this.log,
      ...options,
      env: { ...this.env, ...env },
    });
    this.defer(() => started.stop());
    return started;
  }

  /** Runs a program to its end: `{ code, output }`. */
  async run(command, args, options) {
    const started = this.start(command, args, options);
    return { code: await started.ended, output: started.output() };
  }

  /** As run(), but a bad exit code is a Failure that shows the end of what was said. Resolves to the output. */
  async succeed(command, args, { title, ...options } = {}) {
    const { code, output } = await this.run(command, args, options);
    if (code === 0) return output;
    const line = title ?? [command, ...args].join(' ');
    throw new Failure(`${line}\n${excerpt(output)}`);
  }

  /** Has the repository's Yarn do something, which must succeed; its tools find node and yarn on their PATH. */
  yarn(args, options) {
    const { node, yarn } = this.toolchain;
    const title = `yarn ${args.join(' ')}`;
    return this.succeed(node, [yarn, ...args], { title, ...options });
  }

  /** Waits for a program that stays to say something (a pattern); that it ends or says nothing in time is a Failure. */
  async says(started, pattern, seconds, who) {
    const tail = () => excerpt(started.output(), 30);
    await this.until(
      () => `${who} was not ready within ${seconds} seconds.\n${tail()}`,
      seconds,
      () => {
        if (pattern.test(started.output())) return true;
        if (started.hasEnded()) {
          throw new Failure(`${who} ended by itself.\n${tail()}`);
        }
        return false;
      },
    );
  }

  /** Runs `probe` until it answers something truthy; after `seconds` that is a Failure with the sentence. */
  async until(sentence, seconds, probe) {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const answer = await probe();
      if (answer) return answer;
      if (this.#over) throw new Failure('Stopped.');
      if (Date.now() > deadline) throw new Failure(sentence());
      await pause(100);
    }
  }

  /** A temporary folder that goes with the phase. */
  temporaryFolder() {
    const path = mkdtempSync(join(tmpdir(), `litemaas-${this.name}-`));
    this.defer(() => rmSync(path, { recursive: true, force: true }));
    return path;
  }

  /** Has `cleanup` run when the phase ends; the last deferred runs first. */
  defer(cleanup) {
    this.#cleanups.push(cleanup);
  }

  /** Ends what the phase started and removes what it made. */
  async end() {
    this.#over = true;
    const errors = [];
    for (const cleanup of this.#cleanups.reverse()) {
      try {
        await cleanup();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0)
      throw new AggregateError(errors, `${this.name} left something behind`);
  }
}

/** A gateway or database that the environment names is for `npm start`; tests have their own. */
function withoutPortalSettings(env) {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(LITELLM|LITEMAAS|APP_CONFIG)_/.test(name),
    ),
  );
}
