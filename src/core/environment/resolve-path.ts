/** A path as written in a file, absolute: from the file's folder, `~/` from the home folder. null where that is not known. POSIX. */
export function resolvePath(written: string, folder: string, home: string | null): string | null {
  if (written === "~" || written.startsWith("~/")) return home === null ? null : tidy(`${home}/${written.slice(1)}`);
  return tidy(written.startsWith("/") ? written : `${folder}/${written}`);
}

function tidy(path: string): string {
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") kept.pop();
    else if (part !== "" && part !== ".") kept.push(part);
  }
  return `/${kept.join("/")}`;
}
