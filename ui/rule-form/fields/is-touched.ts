/** Whether somebody has left the field at a place, or one around it. What is about no field is always to be seen. */
export function isTouched(touched: ReadonlySet<string>, path: string): boolean {
  if (path === '') return true;
  for (let place = path; place !== ''; place = place.slice(0, Math.max(0, place.lastIndexOf('.'))))
    if (touched.has(place)) return true;
  return false;
}
