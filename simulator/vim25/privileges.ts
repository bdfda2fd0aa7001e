import { childrenNamed, childText, type Element } from './read-xml.ts';
import type { SiteServer } from './site-servers.ts';
import { flag, list, object, reference, text, type Value } from './vim-value.ts';

/** What an account that may look at anything has besides what the inventory says. */
const READING: ReadonlySet<string> = new Set(['System.Anonymous', 'System.View', 'System.Read']);

/** The account has the privileges that the inventory captured; where nobody looked, it has them all. */
export function hasPrivilege(server: SiteServer, privilege: string): boolean {
  const captured = server.captured?.privileges;
  return captured === undefined || READING.has(privilege) || captured.includes(privilege);
}

/** `HasPrivilegeOnEntities`: for each entity, each privilege that was asked for. They are the same on all entities. */
export function privilegesOnEntities(server: SiteServer, call: Element): readonly Value[] {
  const asked = childrenNamed(call, 'privId').map((privilege) => privilege.text.trim());
  return childrenNamed(call, 'entity').map((entity) =>
    object('EntityPrivilege', {
      entity: reference(entity.attributes.type ?? 'ManagedEntity', entity.text.trim()),
      privAvailability: list(
        'PrivilegeAvailability',
        asked.map((privilege) =>
          object('PrivilegeAvailability', {
            privId: text(privilege),
            isGranted: flag(hasPrivilege(server, privilege)),
          }),
        ),
      ),
    }),
  );
}

/** The session that a privilege is asked for; it must be one that is on. */
export function sessionAsked(call: Element): string {
  return childText(call, 'sessionId') ?? '';
}
