/** The page's Chinese texts, loaded when someone reads Chinese. */
import facts from './zh-CN/facts.json'
import refused from './zh-CN/refused.json'
import scene from './zh-CN/scene.json'
import shell from './zh-CN/shell.json'
import time from './zh-CN/time.json'

export const chinese = { facts, refused, scene, shell, time }
