import type { SimulatedGuest } from './guest-store.ts';
import { siteTree } from './objects/site-tree.ts';
import { hasPrivilege } from './privileges.ts';
import { child, childText, type Element } from './read-xml.ts';
import type { SignedIn, VimAnswer, VimMethod } from './signed-in.ts';
import { siteMachinesNow } from './site-machines.ts';
import { same } from './site-servers.ts';
import type { VimFault } from './soap.ts';
import {
  fileFault,
  guestOperationsUnavailable,
  guestProcessNotFound,
  invalidGuestLogin,
  invalidPowerState,
  managedObjectNotFound,
  noPermission,
} from './vim-faults.ts';
import { int, long, moment, object, text, writeValue } from './vim-value.ts';

type Inside = (guest: SimulatedGuest, client: SignedIn, asked: Element) => VimAnswer;

const nothing: VimAnswer = { inner: '' };
const PRIVILEGE = 'VirtualMachine.GuestOperations.';

/** The methods of GuestFileManager and GuestProcessManager that reach into a machine. Nothing is ever run there. */
export const guestMethods: Readonly<Record<string, VimMethod>> = {
  MakeDirectoryInGuest: inside('Modify', (guest, _client, asked) => {
    const path = childText(asked, 'directoryPath') ?? '';
    if (guest.folders.has(path)) return { fault: fileFault('FileAlreadyExists', path) };
    guest.folders.add(path);
    return nothing;
  }),
  ChangeFileAttributesInGuest: inside('Modify', (guest, _client, asked) => {
    const path = childText(asked, 'guestFilePath') ?? '';
    return guest.folders.has(path) || guest.files.has(path) ? nothing : { fault: fileFault('FileNotFound', path) };
  }),
  DeleteDirectoryInGuest: inside('Modify', (guest, _client, asked) => {
    const path = childText(asked, 'directoryPath') ?? '';
    return guest.removeFolder(path) ? nothing : { fault: fileFault('FileNotFound', path) };
  }),
  InitiateFileTransferToGuest: inside('Modify', (guest, client, asked) => {
    const path = childText(asked, 'guestFilePath') ?? '';
    if (childText(asked, 'overwrite') !== 'true' && guest.files.has(path))
      return { fault: fileFault('FileAlreadyExists', path) };
    return { inner: writeValue('returnval', text(transferUrl(client, guest, path))) };
  }),
  InitiateFileTransferFromGuest: inside('Query', (guest, client, asked) => {
    guest.processes(client.at);
    const path = childText(asked, 'guestFilePath') ?? '';
    const content = guest.files.get(path);
    if (content === undefined) return { fault: fileFault('FileNotFound', path) };
    const told = object('FileTransferInformation', {
      attributes: object('GuestFileAttributes', {}),
      size: long(Buffer.byteLength(content)),
      url: text(transferUrl(client, guest, path)),
    });
    return { inner: writeValue('returnval', told) };
  }),
  StartProgramInGuest: inside('Execute', (guest, client, asked) => {
    const spec = child(asked, 'spec');
    const line = `"${childText(spec ?? asked, 'programPath')}" ${childText(spec ?? asked, 'arguments')}`;
    return { inner: writeValue('returnval', long(guest.start(line, accountIn(asked).account, client.at))) };
  }),
  ListProcessesInGuest: inside('Query', (guest, client) => ({
    inner: guest
      .processes(client.at)
      .map((process) => {
        const hasEnded = process.endsAt <= client.at;
        return writeValue(
          'returnval',
          object('GuestProcessInfo', {
            name: text('script'),
            pid: long(process.pid),
            owner: text(process.owner),
            cmdLine: text(process.commandLine),
            startTime: moment(process.startedAt),
            endTime: hasEnded ? moment(process.endsAt) : undefined,
            exitCode: hasEnded ? int(process.exitCode) : undefined,
          }),
        );
      })
      .join(''),
  })),
  TerminateProcessInGuest: inside('Execute', (guest, client, asked) => {
    const pid = Number(childText(asked, 'pid'));
    return guest.terminate(pid, client.at) ? nothing : { fault: guestProcessNotFound(pid) };
  }),
};

/** What stands between a caller and the inside of a machine, in the order in which a vCenter looks. */
function inside(privilege: 'Execute' | 'Modify' | 'Query', act: Inside): VimMethod {
  return (client, { arguments: asked }) => {
    const id = childText(asked, 'vm') ?? '';
    const refused = refusal(client, id, `${PRIVILEGE}${privilege}`, asked);
    return refused === undefined ? act(client.guests.guest(id), client, asked) : { fault: refused };
  };
}

function refusal(client: SignedIn, id: string, privilege: string, asked: Element): VimFault | undefined {
  const { estate, server } = client;
  const machine = siteMachinesNow(estate).find((one) => one.id === id && server.shows(one.machine))?.machine;
  if (machine === undefined) return managedObjectNotFound('VirtualMachine', id);
  const self = siteTree(estate, server).names.machine(machine.name);
  if (!hasPrivilege(server, privilege)) return noPermission(self?.type ?? 'VirtualMachine', id, privilege);
  if (!same(machine.powerState, 'poweredOn')) return invalidPowerState(machine.powerState);
  if (machine.toolsStatus !== undefined && machine.toolsStatus !== 'guestToolsRunning')
    return guestOperationsUnavailable;
  const { account, password } = accountIn(asked);
  const wanted = estate.knobs.guestPassword;
  return account === '' || (wanted !== null && password !== wanted) ? invalidGuestLogin : undefined;
}

function accountIn(asked: Element): { readonly account: string; readonly password: string | undefined } {
  const auth = child(asked, 'auth');
  if (auth === undefined) return { account: '', password: undefined };
  return { account: childText(auth, 'username') ?? '', password: child(auth, 'password')?.text };
}

/** A star for the host, as a real one writes it: whoever asked knows by which name. */
function transferUrl({ server, guests }: SignedIn, guest: SimulatedGuest, path: string): string {
  return `http://*/vsphere/${encodeURIComponent(server.name)}/guestFile?token=${guests.allow(guest, path)}`;
}
