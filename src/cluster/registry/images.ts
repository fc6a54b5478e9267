/** The images the registry describes: one file and one line each, in order of lookup. */
import type { ImageDefinition } from './image.ts'
import { agnhostImage } from './images/agnhost.ts'
import { databaseImages } from './images/databases.ts'
import { httpdImage } from './images/httpd.ts'
import { nginxImage } from './images/nginx.ts'
import { pauseImage } from './images/pause.ts'
import { redisImage } from './images/redis.ts'
import { serverabImage } from './images/serverab.ts'
import { shellImages } from './images/shells.ts'
import { stressImage } from './images/stress.ts'

export const images: readonly ImageDefinition[] = [serverabImage, nginxImage, httpdImage, redisImage, agnhostImage, pauseImage, stressImage, ...databaseImages, ...shellImages]
