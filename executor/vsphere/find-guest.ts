import { sameName } from '../../core/inventory/world.ts';
import type { SeenObject } from './retrieve.ts';
import { retrieveAll } from './retrieve.ts';
import type { VimSession } from './vim-session.ts';
import { booleanOf, nameOf, type Ref, textOf } from './vim-value.ts';

/** A virtual machine by its name, as far as running something inside it wants to know it. */
export interface FoundGuest {
  readonly ref: Ref;
  readonly isOn: boolean;
  readonly toolsRun: boolean;
}

const PATHS = ['name', 'config.template', 'runtime.powerState', 'guest.toolsRunningStatus'];

/** All virtual machines of a name that one server shows. Names are compared without case, as vSphere does. */
export async function findGuests(session: VimSession, name: string): Promise<readonly FoundGuest[]> {
  return session.part(async () => {
    const found: FoundGuest[] = [];
    const take = (seen: SeenObject) => {
      if (!sameName(nameOf(seen.value('name')) ?? '', name)) return;
      if (booleanOf(seen.value('config.template')) === true) return;
      found.push({
        ref: seen.ref,
        isOn: textOf(seen.value('runtime.powerState')) === 'poweredOn',
        toolsRun: textOf(seen.value('guest.toolsRunningStatus')) === 'guestToolsRunning',
      });
    };
    await retrieveAll(session, 'VirtualMachine', take, PATHS);
    return found;
  });
}
