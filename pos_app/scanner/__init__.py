"""Pictures and frames in, code contents out; the only home of cv2, numpy, zxingcpp and pyzbar."""
