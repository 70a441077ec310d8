import type { Platform } from '../../lib/oci/platform.ts';

/** Reads Docker's spelling, such as `linux/arm/v7` or `windows/amd64:10.0.20348.2700`. */
export function parsePlatform(text: string): Platform {
  const [name = '', osVersion] = text.split(':');
  const [os = '', architecture = '', variant] = name.split('/');
  return { os, architecture, ...(variant && { variant }), ...(osVersion && { osVersion }) };
}

/** `platform` with the member names of documents: image specification, `image-index.md`. */
export function platformJson({ os, architecture, variant, osVersion }: Platform): object {
  return {
    architecture,
    os,
    ...(osVersion && { 'os.version': osVersion }),
    ...(variant && { variant }),
  };
}
