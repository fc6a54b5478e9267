export const Timeline = () => <footer />
