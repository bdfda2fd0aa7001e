import { FailbackError } from '../../core/failback-error.ts';

/**
 * Where the SOAP endpoint of a server is. Without a scheme HTTPS is meant; plain HTTP is for loopback alone, since it would
 * show the password to everybody in between.
 * @throws FailbackError `vsphere-address`
 */
export function endpointOf(address: string): URL {
  const written = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`;
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '')
    throw new FailbackError(
      'vsphere-address',
      `'${address}' is no address of a vCenter or an ESXi host.`,
      'Write the name or the IP address, with a port where it is not 443:\naddress: vc-ams.contoso.local',
    );
  if (url.username !== '' || url.password !== '')
    throw new FailbackError(
      'vsphere-address',
      `The address of '${url.host}' has an account in it. Addresses are written into files, and files hold no secrets.`,
      'Take the part before the `@` out, and change that password.',
    );
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw new FailbackError(
      'vsphere-address',
      `'${url.host}' would be asked without encryption, and everybody in between could read the password.`,
      'Take the `http://` out of the address.',
    );
  if (url.pathname === '/' || url.pathname === '') url.pathname = '/sdk';
  url.hash = '';
  url.search = '';
  return url;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
