import { type GuestFile, getGuestFile, putGuestFile } from './guest-file-transfer.ts';
import { retrieveThese } from './retrieve.ts';
import { VimFault } from './vim-fault.ts';
import type { VimSession } from './vim-session.ts';
import { at, momentOf, numberOf, type Ref, refOf, textOf } from './vim-value.ts';
import { XmlError } from './xml-reader.ts';
import { element, reference } from './xml-text.ts';

/** A process inside a guest. Of those that Tools started the end is told for some minutes. */
export interface GuestProcess {
  readonly pid: number;
  readonly commandLine: string;
  readonly hasEnded: boolean;
  readonly exitCode: number | undefined;
}

/** Who signs in to the guest; held in memory only. */
export interface GuestAccount {
  readonly account: string;
  readonly password: string;
}

/**
 * What can be done inside one machine through VMware Tools, by the vSphere methods of GuestFileManager and
 * GuestProcessManager. All but `startOnce` may happen twice, so they are sent again where an answer was lost.
 */
export class GuestOperations {
  readonly #session: VimSession;
  readonly #managers: { readonly files: Ref; readonly processes: Ref };
  readonly #os: 'windows' | 'linux';
  readonly #who: string;
  readonly #signal: AbortSignal;

  private constructor(
    session: VimSession,
    managers: { readonly files: Ref; readonly processes: Ref },
    os: 'windows' | 'linux',
    who: string,
    signal: AbortSignal,
  ) {
    this.#session = session;
    this.#managers = managers;
    this.#os = os;
    this.#who = who;
    this.#signal = signal;
  }

  static async open(
    session: VimSession,
    vm: Ref,
    os: 'windows' | 'linux',
    { account, password }: GuestAccount,
    signal: AbortSignal,
  ): Promise<GuestOperations> {
    const managers = await session.part(async () => {
      const { guestOperationsManager: manager } = session.content;
      const found: { files?: Ref | undefined; processes?: Ref | undefined } = {};
      if (manager !== undefined)
        await retrieveThese(session, [manager], 'GuestOperationsManager', (seen) => {
          found.files = refOf(seen.value('fileManager'));
          found.processes = refOf(seen.value('processManager'));
        });
      const { files, processes } = found;
      if (files === undefined || processes === undefined) throw new XmlError('it has no guest operations');
      return { files, processes };
    });
    const auth = `<auth xsi:type="NamePasswordAuthentication">${element('interactiveSession', false)}${element('username', account)}${element('password', password)}</auth>`;
    return new GuestOperations(session, managers, os, reference('vm', vm) + auth, signal);
  }

  /** Makes a folder that is the account's alone. @returns whether it is new */
  async makeFolder(path: string): Promise<boolean> {
    const parameters = element('directoryPath', path) + element('createParentDirectories', false);
    try {
      await this.#file('MakeDirectoryInGuest', parameters);
    } catch (error) {
      if (faultOf(error) === 'FileAlreadyExists') return false;
      throw error;
    }
    if (this.#os === 'linux')
      await this.#file('ChangeFileAttributesInGuest', element('guestFilePath', path) + this.#attributes());
    return true;
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    await this.#session.part(async () => {
      const parameters = `${element('guestFilePath', path)}${this.#attributes()}${element('fileSize', bytes.length)}${element('overwrite', true)}`;
      const [address] = await this.#call('files', 'InitiateFileTransferToGuest', parameters);
      const url = textOf(address);
      if (url === undefined) throw new XmlError('it does not say where a file goes');
      await putGuestFile(this.#session.server, url, bytes, this.#signal);
    });
  }

  /** The beginning of a file; undefined where there is none. */
  async read(path: string, mostBytes: number): Promise<GuestFile | undefined> {
    try {
      return await this.#session.part(async () => {
        const [told] = await this.#call('files', 'InitiateFileTransferFromGuest', element('guestFilePath', path));
        const url = textOf(at(told, 'url'));
        if (url === undefined) throw new XmlError('it does not say where a file comes from');
        if (numberOf(at(told, 'size')) === 0) return { bytes: Buffer.alloc(0), isWhole: true };
        return getGuestFile(this.#session.server, url, mostBytes, this.#signal);
      });
    } catch (error) {
      if (faultOf(error) === 'FileNotFound') return undefined;
      throw error;
    }
  }

  async removeFolder(path: string): Promise<void> {
    await this.#file('DeleteDirectoryInGuest', element('directoryPath', path) + element('recursive', true));
  }

  /**
   * Starts a program and tells its id. Sent once and never again.
   * @throws VimFault where it was refused; otherwise nobody knows whether it runs
   */
  async startOnce(program: string, words: string): Promise<number> {
    const spec = `<spec>${element('programPath', program)}${element('arguments', words)}</spec>`;
    const [answer] = await this.#session.callOnce('StartProgramInGuest', this.#managers.processes, this.#who + spec);
    const pid = numberOf(answer);
    if (pid === undefined) throw new XmlError('it does not say which process it started');
    return pid;
  }

  /** All processes; there is one more for each that Tools started and that ended a moment ago. */
  async processes(): Promise<readonly GuestProcess[]> {
    const told = await this.#session.part(() => this.#call('processes', 'ListProcessesInGuest', ''));
    return told.flatMap((process) => {
      const pid = numberOf(at(process, 'pid'));
      if (pid === undefined) return [];
      const exitCode = Number(textOf(at(process, 'exitCode')) ?? Number.NaN);
      return {
        pid,
        commandLine: textOf(at(process, 'cmdLine')) ?? '',
        hasEnded: momentOf(at(process, 'endTime')) !== undefined,
        exitCode: Number.isInteger(exitCode) ? exitCode : undefined,
      };
    });
  }

  async terminate(pid: number): Promise<void> {
    try {
      await this.#session.part(() => this.#call('processes', 'TerminateProcessInGuest', element('pid', pid)));
    } catch (error) {
      if (faultOf(error) !== 'GuestProcessNotFound') throw error;
    }
  }

  #file(method: string, parameters: string) {
    return this.#session.part(() => this.#call('files', method, parameters));
  }

  #call(manager: 'files' | 'processes', method: string, parameters: string) {
    return this.#session.call(method, this.#managers[manager], this.#who + parameters);
  }

  #attributes(): string {
    return this.#os === 'linux'
      ? `<fileAttributes xsi:type="GuestPosixFileAttributes">${element('permissions', 0o700)}</fileAttributes>`
      : '<fileAttributes xsi:type="GuestWindowsFileAttributes"></fileAttributes>';
  }
}

/** The fault behind an error, however it was explained. */
export function faultOf(error: unknown): string | undefined {
  if (error instanceof VimFault) return error.fault;
  return error instanceof Error && error.cause instanceof VimFault ? error.cause.fault : undefined;
}
