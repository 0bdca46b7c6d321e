# The simulated NuoDB domain. The context is target/images/simulator, laid out by deploy/images/build:
#   docker build -f deploy/images/simulator.Dockerfile -t nuodb-simulator target/images/simulator
FROM scratch
COPY runtime/ /
COPY system/ /
COPY application/ /
ENV PATH=/usr/bin:/bin
USER 1000:0
CMD ["/bin/sh"]
