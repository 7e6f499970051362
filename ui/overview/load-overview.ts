/** The page that most visits begin with: its code. */
export const loadOverview = () => import('./overview-page.tsx');
