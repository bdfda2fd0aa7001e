/** A vCenter or a bare ESXi host that a capture asks. It is held in memory only: it has the password. */
export interface VSphereServer {
  /** As the runbook calls it; everything that is seen through it carries this name. */
  readonly name: string;
  /** `host`, `host:port`, or a URL. Plain HTTP is spoken on loopback only, to a simulated estate. */
  readonly address: string;
  readonly account: string;
  readonly password: string;
  readonly trust: Trust;
  /** The address to write into the inventory, where another one is asked: a simulated vCenter has a port of the day. */
  readonly knownAs?: string;
}

/** Why the server at the other end is believed to be the right one. */
export type Trust =
  /** Its certificate comes from an authority that this machine trusts. */
  | { readonly kind: 'system' }
  /** … from the site's own authority, in PEM. */
  | { readonly kind: 'authority'; readonly pem: string }
  /** … or it is this very certificate, whoever signed it: SHA-256 as hexadecimal pairs. */
  | { readonly kind: 'fingerprint'; readonly sha256: string };
