"""Names of the letters that tell what became of somebody's mail: ``leaving_letters.py`` registers them."""

LEFT_LIST = "supporters.left_list"
LEFT_SOME = "supporters.left_some"
LEFT_ALL = "supporters.left_all"
PAUSED = "supporters.paused"
