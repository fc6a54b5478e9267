// sorted-btree is CommonJS with a default export. For an importer that is a module, the default must be the class itself;
// bundlers that follow Node give it the exports object instead. One plugin for rolldown and Vite.
export const sortedBTree = () => ({
  name: 'sorted-btree-default',
  transform: (code, id) =>
    /sorted-btree[\\/]b\+tree\.js/.test(id) ? { code: `${code}\nmodule.exports = Object.assign(exports.default, exports);`, map: null } : undefined,
})
