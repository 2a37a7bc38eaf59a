// The drawings of the page's marks, 16 by 16, drawn in the colour of the text. One more: a line here.

export const ICONS = {
  live: '<path d="M2 12.5h5V9H2zM7 9V5.5M7 5.5h7V9"/>',
  calls: '<path d="M2 4h12M2 8h12M2 12h8"/>',
  missed: '<path d="M2.5 4.5 8 10l5.5-5.5M2.5 8.5v-4h4"/>',
  chart: '<path d="M2.5 13.5v-4M6.2 13.5v-8M9.8 13.5V8M13.5 13.5V3"/>',
  admin: '<path d="M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6"/><circle cx="10" cy="4.5" r="2"/><circle cx="6" cy="11.5" r="2"/>',
  check: '<path d="M3 8.5 6.5 12 13 4.5"/>',
  chev: '<path d="M3.5 6 8 10.5 12.5 6"/>',
  clock: '<circle cx="8" cy="8" r="5.75"/><path d="M8 4.8V8l2.2 1.6"/>',
  close: '<path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/>',
  copy: '<path d="M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3"/>',
  down: '<path d="M8 2v8M4.5 6.8 8 10.3l3.5-3.5M3 13.5h10"/>',
  gap: '<path d="M1 8h4M11 8h4M7.2 4.5l-1 3M9.8 8.5l-1 3"/>',
  in: '<path d="M12.5 3.5 4 12M4 5.5V12h6.5"/>',
  out: '<path d="M3.5 12.5 12 4M5.5 4H12v6.5"/>',
  internal: '<path d="M2 8h12M5 5 2 8l3 3M11 5l3 3-3 3"/>',
  left: '<path d="M10 3.5 5.5 8l4.5 4.5"/>',
  right: '<path d="M6 3.5 10.5 8 6 12.5"/>',
  link: '<path d="M6.5 9.5l3-3M7.2 4.8l1.3-1.3a2.8 2.8 0 0 1 4 4l-1.3 1.3M8.8 11.2l-1.3 1.3a2.8 2.8 0 0 1-4-4l1.3-1.3"/>',
  more: '<path d="M3 8h.01M8 8h.01M13 8h.01" stroke-width="2.2"/>',
  note: '<path d="M3 3.5h10M3 7.5h10M3 11.5h6"/>',
  pause: '<path d="M5.5 3.5v9M10.5 3.5v9" stroke-width="2.5"/>',
  person: '<circle cx="8" cy="5.5" r="2.75"/><path d="M2.5 13.5c.6-2.6 2.7-4 5.5-4s4.9 1.4 5.5 4"/>',
  phone:
    '<path d="M3.6 2.5h2.2l1.1 3-1.5 1.2a8.4 8.4 0 0 0 3.9 3.9' +
    'l1.2-1.5 3 1.1v2.2c0 .6-.5 1.1-1.1 1.1A9.9 9.9 0 0 1 2.5 3.6c0-.6.5-1.1 1.1-1.1z"/>',
  play: '<path d="M5 3.2v9.6l8-4.8z" fill="currentColor"/>',
  plus: '<path d="M8 3v10M3 8h10"/>',
  rec: '<path d="M2 7v2M5 4.5v7M8 2.5v11M11 5v6M14 7v2"/>',
  retry: '<path d="M13.2 8a5.2 5.2 0 1 1-1.6-3.8M13.2 1.8V5H10"/>',
  search: '<circle cx="7" cy="7" r="4.25"/><path d="M10.2 10.2 14 14"/>',
  voicemail: '<circle cx="4.5" cy="8" r="2.75"/><circle cx="11.5" cy="8" r="2.75"/><path d="M4.5 10.75h7"/>',
  warn: '<path d="M8 2.5 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1"/>',
} as const;

export type IconName = keyof typeof ICONS;
