#!/bin/sh
# say_where.sh DATA: what someone who typed `make run` wants to know. BASE_URL comes from the Makefile.
cat <<TEXT

  Countersign      $BASE_URL
  Staff login      $BASE_URL/admin/    admin / $(cat "$1/keys/staff_password")
  Its second step  the code stands on $BASE_URL/outbox/, and changes every half minute
  Mail goes to     $BASE_URL/outbox/   (kept in $1/mail, nothing leaves this machine)
  Stop             Ctrl-C

TEXT
