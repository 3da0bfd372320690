filedesc://a.arc 127.0.0.1 20140216050221 text/html 68
1 0 Crawler
URL IP-address Archive-date Content-type Archive-length

http://a.example/a b 127.0.0.1 20140216050221 text/html 64
HTTP/1.1 200 OK
Content-Type: text/html
Content-Length: 5

one.

dns:a.example 127.0.0.1 20140216050221 text/html 7
1.2.3.4
http://a.example/ 127.0.0.1 20140216050221 text/html 60
HTTP/1.1 200 OK
Content-Length: 4

bad

http://a.example/ 127.0.0.1 20140216050221 text/html 26
HTTP/1.1 404 Gone

three
