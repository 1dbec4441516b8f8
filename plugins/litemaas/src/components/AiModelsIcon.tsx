/** Three linked nodes: one gateway, several models. Drawn here so that the sidebar loads no icon package. */
export function AiModelsIcon() {
  return (
    <svg
      aria-hidden="true"
      width="1em"
      height="1em"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
    >
      <circle cx="5" cy="12" r="2.5" />
      <circle cx="18" cy="5" r="2.5" />
      <circle cx="18" cy="12" r="2.5" />
      <circle cx="18" cy="19" r="2.5" />
      <path d="M7.5 12h8M7 10.4l8.8-4.2M7 13.6l8.8 4.2" />
    </svg>
  );
}
