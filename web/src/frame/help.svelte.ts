// Whether the help on keys is open: the menu and a key open it.

let open = $state(false);

export const help = {
  get open(): boolean {
    return open;
  },
  set open(value: boolean) {
    open = value;
  },
  show(): void {
    open = true;
  },
};
