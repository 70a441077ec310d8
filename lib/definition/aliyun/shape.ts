import { isObject, type JsonObject } from '../../oci/json.ts';
import { nearestKey } from '../nearest-key.ts';
import { definitionSchema, imageSchema } from '../schema.ts';

/** How a file in the format of Aliyun's image-syncer is laid out: images alone, or below `images` beside `auth`. */
export type AliyunShape = 'images' | 'combined';

const NATIVE_KEYS: readonly string[] = Object.keys(definitionSchema.shape);
const IMAGE_KEYS: readonly string[] = Object.keys(imageSchema.shape);

/**
 * The layout of `value`, or `undefined` where it is no such file.
 *
 * What may be a native file with a slip of the pen counts as native, so that its
 * writer reads of the slip and nothing is copied under a name that was a key.
 */
export function aliyunShapeOf(value: unknown): AliyunShape | undefined {
  if (!isObject(value)) return undefined;
  const { images, auth, ...others } = value;
  if (NATIVE_KEYS.some((key) => Object.hasOwn(others, key))) return undefined;
  if (Array.isArray(images)) return undefined;
  if (isObject(auth)) return 'combined';
  if (Object.hasOwn(value, 'images')) {
    return isObject(images) && namesImages(images, IMAGE_KEYS) ? 'combined' : undefined;
  }
  return namesImages(value, NATIVE_KEYS) ? 'images' : undefined;
}

/** Characters that image names have and keys have not. */
const OF_NAMES = /[/:@.]/;

/** Whether the keys of `map` are rather sources than attempts at writing `keys`. */
function namesImages(map: JsonObject, keys: readonly string[]): boolean {
  const names = Object.keys(map);
  if (names.some((name) => OF_NAMES.test(name))) return true;
  if (names.some((name) => nearestKey(name, keys) !== undefined)) return false;
  return Object.values(map).flat().some(isTarget);
}

/** Beside a bare word such as `redis`, only a value like a target makes an images file of a map. */
function isTarget(value: unknown): boolean {
  return typeof value === 'string' && (value === '' || /[/$]/.test(value));
}
