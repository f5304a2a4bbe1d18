/** A map, since an object would answer to the names that every object has. */
const SUFFIXES: ReadonlyMap<string, number> = new Map([
  ["n", 1e-9],
  ["u", 1e-6],
  ["m", 1e-3],
  ["", 1],
  ["k", 1e3],
  ["M", 1e6],
  ["G", 1e9],
  ["T", 1e12],
  ["P", 1e15],
  ["E", 1e18],
  ["Ki", 2 ** 10],
  ["Mi", 2 ** 20],
  ["Gi", 2 ** 30],
  ["Ti", 2 ** 40],
  ["Pi", 2 ** 50],
  ["Ei", 2 ** 60],
]);

/** A quantity as Kubernetes writes it ("7800m" CPUs, "30Gi" bytes, "1e3") as a number; null for what is none. */
export function resourceQuantity(text: string | undefined): number | null {
  const [, number, exponent, suffix] =
    /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:[eE]([+-]?\d+)|([A-Za-z]*))$/.exec(text ?? "") ?? [];
  if (number === undefined) return null;
  const factor = exponent === undefined ? SUFFIXES.get(suffix ?? "") : 10 ** Number(exponent);
  return factor === undefined ? null : Number(number) * factor;
}
