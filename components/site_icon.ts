/**
 * The picture of `static/icon.svg` as an address that holds it: every page shows it twice, and a request of its own would
 * weigh more than it does.
 */
export const SITE_ICON = `data:image/svg+xml,${
  [
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>",
    "<rect width='32' height='32' rx='7' fill='#0f2a3d'/>",
    "<g stroke='#7fd1a5' stroke-width='2.2' stroke-linecap='round'>",
    "<path d='M16 16 7.5 9M16 16l9-6.5M16 16l7 9.5M16 16 8 24'/>",
    "</g>",
    "<g fill='#e8f3ee'>",
    "<circle cx='7' cy='8.6' r='2.6'/>",
    "<circle cx='25.2' cy='9.2' r='2.6'/>",
    "<circle cx='23.4' cy='25.8' r='2.6'/>",
    "<circle cx='7.8' cy='24.4' r='2.6'/>",
    "</g>",
    "<circle cx='16' cy='16' r='4.6' fill='#3ddc84'/>",
    "</svg>",
  ].join("").replaceAll("#", "%23")
}`;
