# The operator and its agent. The context is target/images/operator, laid out by deploy/images/build:
#   docker build -f deploy/images/operator.Dockerfile -t nuodb-backup-operator target/images/operator
FROM scratch
COPY runtime/ /
COPY libraries/ /app/
COPY application/ /app/
USER 1000:0
ENTRYPOINT ["/opt/java/bin/java"]
CMD ["@/app/operator"]
