/** The part of a widget that its content has, in pixels. */
export interface Area {
  readonly width: number;
  readonly height: number;
}

/** An element of SVG with `attributes` around `children`, which are SVG already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children = '',
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  return `<${name}${written.join('')}>${children}</${name}>`;
}

/** A whole picture on white ground, in pixels, which `title` says in words. */
export function picture({ width, height }: Area, title: string, parts: readonly string[]): string {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    'font-family': 'Helvetica, Arial, sans-serif',
    role: 'img',
  };
  const ground = element('rect', { width, height, fill: '#ffffff' });
  return element('svg', attributes, [element('title', {}, title), ground, ...parts].join('\n'));
}

export interface TextOptions {
  readonly size?: number;
  readonly color?: string;
  readonly weight?: 'normal' | 'bold';
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** A line of text whose baseline begins at the place, or has its middle or its end there. */
export function text(x: number, y: number, words: string, options: TextOptions = {}): string {
  const { size = 11, color = '#545b64', weight = 'normal', anchor = 'start' } = options;
  const attributes = { x, y, fill: color, 'font-size': size, 'font-weight': weight };
  return element('text', { ...attributes, 'text-anchor': anchor }, escaped(words));
}

/** As numbers stand in a picture: a tenth of a pixel is enough. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
