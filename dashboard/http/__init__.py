"""Between the network and the routes: connections, sizes, hosts, origins, headers, the path it all lies under."""
