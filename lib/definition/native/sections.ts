import type * as z from 'zod';
import { isObject } from '../../oci/json.ts';
import type { Findings } from '../findings.ts';
import type { Written } from '../references.ts';
import { registrySchema, type WrittenRegistry } from '../schema/registry-schema.ts';
import { refuseIssue } from '../schema/schema-issues.ts';
import {
  defaultsSchema,
  definitionSchema,
  imageSchema,
  type WrittenDefaults,
  type WrittenImage,
} from '../schema.ts';
import type { LocatedDocument, Path } from '../yaml/located-value.ts';

/** A part of the definition whose shape is right, with the path that it stands at. */
export interface Part<T> {
  readonly path: Path;
  readonly content: T;
}

/** The parts whose shape is right; the others are among the findings and absent here. */
export interface Sections {
  /** `refused` where one is there but is not a string. */
  readonly targetRepoPrefix?: Written | 'refused';
  readonly defaults: Part<WrittenDefaults> | 'refused';
  readonly images: readonly Part<WrittenImage>[];
  /** Every host of the file, without content where its settings are refused. */
  readonly registries: readonly Part<WrittenRegistry | undefined>[];
}

/** Holds the document against the schema, each part by itself, so that no mistake hides another. */
export function readSections(document: LocatedDocument, findings: Findings): Sections {
  const { error } = definitionSchema.safeParse(document.value);
  for (const issue of error?.issues ?? []) refuseIssue(issue, { document, findings });

  const { defaults = {}, images, registries } = isObject(document.value) ? document.value : {};
  return {
    ...prefixOf(document),
    defaults: soundPart(defaultsSchema, ['defaults'], defaults) ?? 'refused',
    images: (Array.isArray(images) ? images : []).flatMap(
      (image, index) => soundPart(imageSchema, ['images', index], image) ?? [],
    ),
    registries: Object.entries(isObject(registries) ? registries : {}).map(([host, settings]) => ({
      path: ['registries', host],
      content: registrySchema.safeParse(settings).data,
    })),
  };
}

function soundPart<T>(schema: z.ZodType<T>, path: Path, value: unknown): Part<T> | undefined {
  const { data, success } = schema.safeParse(value);
  return success ? { path, content: data } : undefined;
}

function prefixOf(document: LocatedDocument): Pick<Sections, 'targetRepoPrefix'> {
  const found = document.find(['targetRepoPrefix']);
  if (found === undefined) return {};
  const { value, place } = found;
  const isSound = typeof value === 'string' && value !== '';
  return { targetRepoPrefix: isSound ? { text: value, place } : 'refused' };
}
