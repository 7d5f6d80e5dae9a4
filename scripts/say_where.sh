#!/bin/sh
# say_where.sh DATA: what someone who typed `make run` wants to know, in the language of the terminal.
# BASE_URL comes from the Makefile.
password=$(cat "$1/keys/staff_password")
case "${LC_ALL:-${LC_MESSAGES:-$LANG}}" in
  es | es_* | es.*) cat <<TEXT

  Countersign      $BASE_URL
  Para el equipo   $BASE_URL/admin/    admin / $password
  Segundo paso     el código está en $BASE_URL/outbox/ y cambia cada medio minuto
  Los correos      van a $BASE_URL/outbox/   (se guardan en $1/mail; nada sale de esta máquina)
  Para terminar    Ctrl-C

TEXT
  ;;
  *) cat <<TEXT

  Countersign      $BASE_URL
  Staff login      $BASE_URL/admin/    admin / $password
  Its second step  the code stands on $BASE_URL/outbox/, and changes every half minute
  Mail goes to     $BASE_URL/outbox/   (kept in $1/mail, nothing leaves this machine)
  Stop             Ctrl-C

TEXT
  ;;
esac
