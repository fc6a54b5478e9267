/** The commands that scripts can call, in files by subject; and the tools that exist in life and are not played here. */
import { databaseCommands } from './commands/databases.ts'
import { fileCommands } from './commands/files.ts'
import { listingCommands } from './commands/listing.ts'
import { memoryCommands } from './commands/memory.ts'
import { networkCommands } from './commands/network.ts'
import { printCommands } from './commands/print.ts'
import { systemCommands } from './commands/system.ts'
import { tailCommands } from './commands/tail.ts'
import { testCommands } from './commands/test.ts'
import { textCommands } from './commands/text.ts'
import type { Command } from './host.ts'

const all: readonly Command[] = [
  ...printCommands,
  ...fileCommands,
  ...listingCommands,
  ...textCommands,
  ...tailCommands,
  ...testCommands,
  ...systemCommands,
  ...networkCommands,
  ...memoryCommands,
  ...databaseCommands,
]

export const commands: ReadonlyMap<string, Command> = new Map(all.flatMap((command) => command.names.map((name) => [name, command] as const)))

/** Refused by name, instead of being taken for the image's server. */
export const notPlayed: ReadonlySet<string> = new Set(
  `apk apt apt-get awk bc bzip2 crontab cmp dd df diff dig dmesg dpkg du dnf docker file free gawk git gpg gunzip gzip host htop
   iostat ip ifconfig iptables join jq kubectl less ln lsof make mkfifo mknod more mount nano netstat openssl paste patch ping ps
   pip pip3 npm yarn pstree rsync scp sha256sum socat split ss ssh strace su sudo sysctl systemctl service tar tcpdump telnet timeout
   top traceroute umount unzip vi vim watch xargs yes yum zip`.split(/\s+/),
)
